FROM gradle:8.10-jdk21
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle settings.gradle ./
RUN gradle dependencies
COPY --chown=gradle:gradle . .
RUN gradle build
USER gradle
EXPOSE 8080
CMD ["java", "-jar", "build/libs/shop-1.0-plain.jar"]

# obstacle: Not converted to several stages: build/libs/shop-1.0-plain.jar is the jar without the libraries.