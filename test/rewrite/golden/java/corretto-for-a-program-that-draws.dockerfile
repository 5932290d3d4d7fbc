FROM maven:3.9-amazoncorretto-17 AS build
WORKDIR /app
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package -DskipTests

FROM amazoncorretto:17
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar ./target/
USER 10001:10001
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]
