FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /src
COPY . .
RUN dotnet dev-certs https
RUN dotnet restore
RUN dotnet publish -c Release -o /app/publish
WORKDIR /app/publish
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.dll"]

# obstacle: Not converted to several stages: `RUN dotnet dev-certs https` could serve the build or the running program; that is not certain.