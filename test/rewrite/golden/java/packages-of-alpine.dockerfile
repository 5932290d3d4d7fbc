FROM alpine:3.22 AS build
RUN apk add --no-cache openjdk17 maven
WORKDIR /app
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package -DskipTests

FROM alpine:3.22
RUN apk add --no-cache openjdk17-jre
WORKDIR /app
COPY --from=build /app/target/shop-1.0.jar ./target/
RUN adduser -S -D -H -u 10001 app
USER app
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]
