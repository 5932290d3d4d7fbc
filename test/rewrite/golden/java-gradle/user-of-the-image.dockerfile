FROM gradle:8.10-jdk21 AS build
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle settings.gradle ./
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle dependencies --no-daemon
COPY --chown=gradle:gradle . .
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle bootJar --no-daemon

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /home/gradle/src
COPY --from=build /home/gradle/src/build/libs/shop-1.0.jar ./build/libs/
USER 1000:1000
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "build/libs/shop-1.0.jar"]
