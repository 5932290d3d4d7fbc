FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /app
ARG TOKEN
COPY settings.xml /root/.m2/settings.xml
COPY pom.xml ./
RUN mvn -s /root/.m2/settings.xml -B dependency:go-offline
COPY . .
RUN mvn -s /root/.m2/settings.xml -B package -DskipTests

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar ./target/
EXPOSE 8080
ENTRYPOINT []
CMD ["java", "-jar", "target/shop-1.0.jar"]
