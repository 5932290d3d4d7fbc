FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y openjdk-17-jdk maven git fontconfig && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package -DskipTests

FROM debian:bookworm
RUN apt-get update && apt-get install -y openjdk-17-jre-headless fontconfig && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar ./target/
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]
