FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=build /src/target/*.jar app.jar
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "app.jar"]

# obstacle: The final image stays on eclipse-temurin:21-jre: project/compose.yaml (service shop) sets USE_SYSTEM_CA_CERTS in the container.