FROM eclipse-temurin:17-jre
VOLUME /tmp
COPY build/libs/*.jar /app.jar
RUN useradd --system --no-create-home --uid 10001 app
USER app
ENTRYPOINT ["java", "-jar", "/app.jar"]
