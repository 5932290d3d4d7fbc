FROM amazoncorretto:17 AS build
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle.kts settings.gradle.kts gradlew ./
COPY --chown=gradle:gradle gradle/wrapper/gradle-wrapper.properties gradle/wrapper/gradle-wrapper.jar ./gradle/wrapper/
RUN sh ./gradlew dependencies
COPY --chown=gradle:gradle . .
RUN chmod +x gradlew && ./gradlew bootJar

FROM amazoncorretto:17-al2023-headless
WORKDIR /home/gradle/src
COPY --from=build /home/gradle/src/build/libs/shop-1.0.jar ./build/libs/
USER 10001:10001
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "build/libs/shop-1.0.jar"]
