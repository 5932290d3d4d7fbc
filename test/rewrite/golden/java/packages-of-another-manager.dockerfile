FROM openjdk:17
RUN microdnf install -y maven && microdnf clean all
WORKDIR /app
COPY pom.xml ./
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B package -DskipTests
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]

# obstacle: Not converted to several stages: `microdnf install -y maven` installs packages, and eclipse-temurin:17-jre has another package manager.