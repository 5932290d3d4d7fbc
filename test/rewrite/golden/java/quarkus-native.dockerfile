FROM maven:3.9-eclipse-temurin-21
WORKDIR /app
COPY pom.xml ./
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B package -DskipTests
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["target/shop-1.0-runner"]

# obstacle: Not converted to several stages: target/shop-1.0-runner is a program of its own, not one that Java runs.