FROM gradle:8.10-jdk21
COPY --chown=gradle:gradle . .
RUN gradle bootJar --no-daemon
USER gradle
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "build/libs/shop-1.0.jar"]

# obstacle: Not converted to several stages: The file sets no absolute WORKDIR, and the base image works in a folder of its own, which another image does not have.