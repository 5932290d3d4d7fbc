# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-21-noble AS app
# who runs it
RUN groupadd --system shop && useradd --system --gid shop shop
WORKDIR /app
# the sources
COPY pom.xml ./
RUN mvn -B dependency:go-offline
COPY . .
# build it
RUN mvn -B package -DskipTests
LABEL org.opencontainers.image.title=shop
# where it listens
EXPOSE 8080
VOLUME /data
STOPSIGNAL SIGTERM
USER shop
ENTRYPOINT ["java"]
CMD ["-jar", "/app/target/shop-1.0.jar"]

# obstacle: Not converted to several stages: What `"java"` starts is not certain.