FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /app
COPY publish/ .
ENTRYPOINT ["dotnet", "Shop.dll"]
