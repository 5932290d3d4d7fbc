FROM maven:3.9-ibm-semeru-17-noble AS build
WORKDIR /app
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package -DskipTests

FROM ibm-semeru-runtimes:open-17-jre-noble
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar ./target/
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]
