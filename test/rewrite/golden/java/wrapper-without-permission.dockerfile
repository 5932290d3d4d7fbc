FROM eclipse-temurin:21 AS build
WORKDIR /app
COPY pom.xml mvnw ./
COPY .mvn/wrapper/maven-wrapper.properties ./.mvn/wrapper/
RUN sh ./mvnw -B dependency:go-offline
COPY . .
RUN chmod +x mvnw
RUN ./mvnw -B package -DskipTests

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar ./target/
EXPOSE 8080
ENTRYPOINT []
CMD ["java", "-jar", "target/shop-1.0.jar"]
