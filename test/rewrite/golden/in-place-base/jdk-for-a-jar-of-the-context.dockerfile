FROM eclipse-temurin:21-jre-alpine
WORKDIR /app
ARG JAR_FILE=target/*.jar
COPY ${JAR_FILE} app.jar
RUN adduser -S -D -H -u 10001 app
USER app
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "app.jar"]
