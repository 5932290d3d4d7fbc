FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY certs/ca.crt /usr/local/share/ca-certificates/
RUN update-ca-certificates
COPY templates/ /templates/
COPY NuGet.Config /root/.nuget/NuGet/
COPY Shop.csproj NuGet.Config ./
RUN --mount=type=cache,target=/root/.nuget/packages dotnet restore
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages dotnet publish -c Release -o /app/publish

FROM mcr.microsoft.com/dotnet/aspnet:8.0
WORKDIR /src
COPY certs/ca.crt /usr/local/share/ca-certificates/
RUN update-ca-certificates
COPY templates/ /templates/
WORKDIR /app/publish
COPY --from=build /app/publish/ ./
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.dll"]
