FROM maven:3.9-eclipse-temurin-21
WORKDIR /app
COPY pom.xml ./
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B package -DskipTests
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["sh", "run.sh"]

# obstacle: Not converted to several stages: The container starts through `mvn spring-boot:run`, which builds the program before: start its jar with `java -jar` instead.