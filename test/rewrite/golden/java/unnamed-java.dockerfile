FROM maven:3.9
WORKDIR /app
COPY pom.xml ./
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B package -DskipTests
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]

# obstacle: Not converted to several stages: Which image runs what maven:3.9 builds is not certain: name the Java in its tag, as in maven:3.9-eclipse-temurin-21 and gradle:8-jdk21.