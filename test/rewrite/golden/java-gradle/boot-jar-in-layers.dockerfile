FROM gradle:8.10-jdk21 AS build
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle settings.gradle ./
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle dependencies --no-daemon
COPY --chown=gradle:gradle . .
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle bootJar --no-daemon
RUN java -Djarmode=tools -jar build/libs/shop-1.0.jar extract --layers --destination extracted

FROM eclipse-temurin:21-jre
WORKDIR /home/gradle/src
COPY --from=build /home/gradle/src/extracted/dependencies/ ./build/libs/
COPY --from=build /home/gradle/src/extracted/spring-boot-loader/ ./build/libs/
COPY --from=build /home/gradle/src/extracted/snapshot-dependencies/ ./build/libs/
COPY --from=build /home/gradle/src/extracted/application/ ./build/libs/
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "build/libs/shop-1.0.jar"]
