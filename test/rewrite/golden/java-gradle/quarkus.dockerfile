FROM gradle:8.10-jdk21 AS build
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle settings.gradle ./
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle dependencies
COPY --chown=gradle:gradle . .
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle build

FROM eclipse-temurin:21-jre
WORKDIR /home/gradle/src
COPY --from=build /home/gradle/src/build/quarkus-app/lib/ ./build/quarkus-app/lib/
COPY --from=build /home/gradle/src/build/quarkus-app/*.jar ./build/quarkus-app/
COPY --from=build /home/gradle/src/build/quarkus-app/app/ ./build/quarkus-app/app/
COPY --from=build /home/gradle/src/build/quarkus-app/quarkus/ ./build/quarkus-app/quarkus/
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["java", "-jar", "build/quarkus-app/quarkus-run.jar"]
