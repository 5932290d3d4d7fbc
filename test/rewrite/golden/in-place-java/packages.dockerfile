FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package

FROM eclipse-temurin:21-jre
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/*.jar app.jar
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "app.jar"]

# obstacle: The final image stays on eclipse-temurin:21-jre: `apt-get … ffmpeg` does what only a distribution can.