FROM maven:3.9-eclipse-temurin-21
WORKDIR /app
COPY pom.xml ./
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B package -DskipTests
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
ENTRYPOINT ["./entrypoint.sh"]

# obstacle: Not converted to several stages: The container calls ./entrypoint.sh, which eclipse-temurin:21-jre does not have.