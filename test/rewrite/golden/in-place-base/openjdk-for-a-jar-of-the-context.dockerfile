FROM gcr.io/distroless/java17-debian13:nonroot
WORKDIR /
VOLUME /tmp
COPY build/libs/*.jar /app.jar
ENTRYPOINT ["java", "-jar", "/app.jar"]
