FROM eclipse-temurin:17.0.12_7-jdk-jammy AS build
WORKDIR /app
COPY pom.xml mvnw ./
COPY .mvn/wrapper/maven-wrapper.properties ./.mvn/wrapper/
RUN --mount=type=cache,target=/root/.m2/repository ./mvnw -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository ./mvnw -B package -DskipTests

FROM eclipse-temurin:17.0.12_7-jre-jammy
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar ./target/
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]
