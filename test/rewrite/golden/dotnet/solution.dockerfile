FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /source
COPY Shop.sln ./
COPY src/Shop.Api/Shop.Api.csproj ./src/Shop.Api/
COPY src/Shop.Data/Shop.Data.csproj ./src/Shop.Data/
COPY tests/Shop.Tests/Shop.Tests.csproj ./tests/Shop.Tests/
RUN dotnet restore Shop.sln
COPY . .
RUN dotnet test --no-restore
RUN dotnet publish src/Shop.Api/Shop.Api.csproj -c Release --no-restore -o /out

FROM mcr.microsoft.com/dotnet/aspnet:8.0
ENV ASPNETCORE_URLS=http://+:5000
EXPOSE 5000
WORKDIR /out
COPY --from=build /out/ ./
USER $APP_UID
CMD ["dotnet", "Shop.Api.dll"]
