from maven:3.9-eclipse-temurin-21 as build
workdir /src
copy pom.xml ./
run --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
copy . .
run --mount=type=cache,target=/root/.m2/repository mvn -B package

from gcr.io/distroless/java21-debian13:nonroot
workdir /app
copy --from=build /src/target/*.jar app.jar
expose 8080
entrypoint []
cmd ["java", "-jar", "app.jar"]
