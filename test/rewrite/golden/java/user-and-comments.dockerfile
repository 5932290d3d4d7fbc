# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-21-noble AS build
WORKDIR /app
# the sources
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
# build it
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package -DskipTests

FROM gcr.io/distroless/java21-debian13:nonroot AS app
# who runs it
WORKDIR /app
LABEL org.opencontainers.image.title=shop
COPY --from=build /app/target/shop-1.0.jar ./target/
# where it listens
EXPOSE 8080
VOLUME /data
STOPSIGNAL SIGTERM
ENTRYPOINT ["java"]
CMD ["-jar", "/app/target/shop-1.0.jar"]
