FROM gradle:8.10-jdk21
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle . .
RUN gradle bootJar --no-daemon
USER gradle
EXPOSE 8080
CMD ["java", "-jar", "build/libs/*.jar"]

# obstacle: Not converted to several stages: Nothing expands the pattern in `build/libs/*.jar`, and which file it stands for is not certain.