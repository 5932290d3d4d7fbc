FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /app
ARG TOKEN
COPY settings.xml /root/.m2/settings.xml
COPY pom.xml ./
RUN mvn -s /root/.m2/settings.xml -B dependency:go-offline
COPY . .
RUN mvn -s /root/.m2/settings.xml -B package -DskipTests

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar ./target/
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]
