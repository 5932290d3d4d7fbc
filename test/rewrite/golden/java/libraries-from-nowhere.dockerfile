FROM maven:3.9-eclipse-temurin-21
WORKDIR /app
COPY pom.xml ./
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B package -DskipTests
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]

# obstacle: Not converted to several stages: Where target/shop-1.0.jar has the libraries of pom.xml from is not certain.