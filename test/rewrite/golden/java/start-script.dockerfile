FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /app
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package -DskipTests

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar ./target/
COPY entrypoint.sh ./
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
ENTRYPOINT ["./entrypoint.sh"]
