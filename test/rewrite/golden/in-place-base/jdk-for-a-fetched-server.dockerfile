FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package

FROM curlimages/curl:8.17.0 AS server
RUN curl -fsSL https://example.com/resin.tar.gz | tar xz -C /resin

FROM eclipse-temurin:21-jdk
WORKDIR /app
COPY --from=build /src/target/*.jar app.jar
COPY --from=server /resin ./
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["java", "-jar", "lib/resin.jar", "console"]
