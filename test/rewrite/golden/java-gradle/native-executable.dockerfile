FROM gradle:8.10-jdk21
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle settings.gradle ./
RUN gradle dependencies
COPY --chown=gradle:gradle . .
RUN gradle nativeCompile && cp build/native/nativeCompile/shop shop
USER gradle
EXPOSE 8080
ENTRYPOINT ["./shop"]

# obstacle: Not converted to several stages: ./shop is a program of its own, not one that Java runs.