FROM gradle:8-jdk17-corretto AS build
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle settings.gradle ./
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle dependencies --no-daemon
COPY --chown=gradle:gradle . .
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle bootJar --no-daemon

FROM amazoncorretto:17-al2023-headless
WORKDIR /home/gradle/src
COPY --from=build /home/gradle/src/build/libs/shop-1.0.jar ./build/libs/
USER 10001:10001
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "build/libs/shop-1.0.jar"]
