FROM gradle:8.10-jdk21 AS build
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle settings.gradle gradlew ./
COPY --chown=gradle:gradle gradle/wrapper/gradle-wrapper.properties gradle/wrapper/gradle-wrapper.jar ./gradle/wrapper/
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked ./gradlew dependencies
COPY --chown=gradle:gradle . .
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked ./gradlew bootJar

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /home/gradle/src
COPY --from=build /home/gradle/src/build/libs/shop-1.0.jar app.jar
EXPOSE 8080
ENTRYPOINT []
CMD ["java", "-jar", "app.jar"]
