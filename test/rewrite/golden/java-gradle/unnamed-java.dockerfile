FROM gradle:8
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle settings.gradle ./
RUN gradle dependencies --no-daemon
COPY --chown=gradle:gradle . .
RUN gradle bootJar --no-daemon
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "build/libs/shop-1.0.jar"]

# obstacle: Not converted to several stages: Which image runs what gradle:8 builds is not certain: name the Java in its tag, as in maven:3.9-eclipse-temurin-21 and gradle:8-jdk21.