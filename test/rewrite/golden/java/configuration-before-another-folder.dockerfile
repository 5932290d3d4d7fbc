FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /app
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package -DskipTests

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar ./target/
COPY deploy/shop.yml ./deploy/
EXPOSE 8080
WORKDIR /run
ENTRYPOINT []
CMD ["java", "-jar", "/app/target/shop-1.0.jar", "--spring.config.location=file:/app/deploy/shop.yml"]
