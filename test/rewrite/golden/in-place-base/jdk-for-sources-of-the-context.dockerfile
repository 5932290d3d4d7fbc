FROM eclipse-temurin:21-jdk
WORKDIR /app
COPY Shop.java .
CMD ["java", "Shop.java"]
