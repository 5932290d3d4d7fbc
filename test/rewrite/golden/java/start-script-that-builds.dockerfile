FROM maven:3.9-eclipse-temurin-21
WORKDIR /app
COPY pom.xml ./
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B package -DskipTests
EXPOSE 8080
CMD ["sh", "run.sh"]

# obstacle: Not converted to several stages: The container starts through `mvn spring-boot:run`, which builds the program first: build it with a RUN, and start its jar with `java -jar`.