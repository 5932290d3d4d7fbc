FROM maven:3.9-amazoncorretto-21-alpine AS build
WORKDIR /app
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package -DskipTests

FROM amazoncorretto:21-alpine
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar ./target/
RUN adduser -S -D -H -u 10001 app
USER app
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]
