FROM gradle:8.10-jdk21 AS build
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle . .
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle :web:bootJar

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /home/gradle/src
COPY --from=build /home/gradle/src/web/build/libs/web-1.0.jar ./web/build/libs/
EXPOSE 8080
ENTRYPOINT []
CMD ["java", "-jar", "web/build/libs/web-1.0.jar"]
