FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B -pl web -am package -DskipTests

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /app
COPY --from=build /app/web/target/web-1.0.jar ./web/target/
EXPOSE 8080
ENTRYPOINT []
CMD ["java", "-jar", "web/target/web-1.0.jar"]
