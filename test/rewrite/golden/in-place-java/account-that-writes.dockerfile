FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=build /src/target/*.jar app.jar
RUN useradd --uid 1001 shop && chown -R shop /app
USER shop
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "app.jar"]

# obstacle: The final image stays on eclipse-temurin:21-jre: `chown -R shop /app` does what only a distribution can.