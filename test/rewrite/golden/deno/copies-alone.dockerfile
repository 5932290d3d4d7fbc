FROM denoland/deno:distroless-2.9.6
WORKDIR /app
COPY . .
USER nonroot
EXPOSE 8000
CMD ["task", "start"]
