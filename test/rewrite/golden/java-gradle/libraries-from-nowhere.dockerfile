FROM gradle:8.10-jdk21
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle settings.gradle ./
RUN gradle dependencies
COPY --chown=gradle:gradle . .
RUN gradle jar
USER gradle
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "build/libs/shop-1.0.jar"]

# obstacle: Not converted to several stages: Where build/libs/shop-1.0.jar has the libraries of build.gradle from is not certain.