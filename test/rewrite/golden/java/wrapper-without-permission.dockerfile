FROM eclipse-temurin:21 AS build
WORKDIR /app
COPY pom.xml mvnw ./
COPY .mvn/wrapper/maven-wrapper.properties ./.mvn/wrapper/
RUN sh ./mvnw -B dependency:go-offline
COPY . .
RUN chmod +x mvnw
RUN ./mvnw -B package -DskipTests

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar ./target/
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]
