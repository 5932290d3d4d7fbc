FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /app
ENV MAVEN_OPTS=-Xmx1g JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75 DB_URL=jdbc:h2:mem:a
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /app
ENV JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75 DB_URL=jdbc:h2:mem:a
COPY --from=build /app/target/shop-1.0.jar ./target/
EXPOSE 8080
ENTRYPOINT []
CMD ["java", "-jar", "target/shop-1.0.jar"]
