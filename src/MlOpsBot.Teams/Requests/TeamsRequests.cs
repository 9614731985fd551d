using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Storage;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Conversing;

namespace MlOpsBot.Teams.Requests;

/// <summary>The one address that Teams calls, and what takes its requests.</summary>
public static class TeamsRequests
{
    /// <summary>Where activities come.</summary>
    public const string Messages = "/api/messages";

    /// <summary>
    /// Adds what takes Teams' requests, but for <see cref="TeamsOptions"/>, <see cref="ServiceAddresses"/>, an <see cref="InvokeDesk"/>,
    /// an <c>EventInbox</c>, an <c>WorkSignal</c> and a <see cref="TimeProvider"/>, which are others' to bring.
    /// </summary>
    public static IServiceCollection AddTeamsRequests(this IServiceCollection services, TeamsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddReceiving(TeamsPlace.Platform, "Teams' address");
        services.TryAddSingleton<AnswerInvoke>(static provider => provider.GetRequiredService<InvokeDesk>().AnswerAsync);
        services.AddSingleton<TeamsReceiver>();
        services.AddSingleton<MessagesDoor>();
        if (options.AppId is not { } appId)
        {
            return services;
        }

        var cloud = Clouds.Of(options);
        services.AddSingleton(provider => new KeySource(cloud.Metadata, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new KeySet(
            provider.GetRequiredService<KeySource>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KeySet>>()));
        services.AddHostedService(static provider => provider.GetRequiredService<KeySet>());
        services.AddSingleton(provider => new TokenCheck(
            appId, cloud.Issuer, provider.GetRequiredService<KeySet>(), new TokenCache(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Maps the address: HEAD, by which clients look whether anybody is there, and POST.</summary>
    public static void MapTeamsRequests(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var services = routes.ServiceProvider;
        if (services.GetRequiredService<Current<TeamsOptions>>().Value.AgentsPlayground && services.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            services.GetRequiredService<ILogger<MessagesDoor>>().LogWarning("{Warning}", MessagesDoor.PlaygroundWarning);
        }

        var door = new Lazy<MessagesDoor>(services.GetRequiredService<MessagesDoor>);
        routes.MapMethods(Messages, [HttpMethods.Head], static context => context.AnswerAsync(StatusCodes.Status200OK, ReadOnlyMemory<byte>.Empty));
        var post = new Acknowledging(TeamsPlace.Platform, "messages", context => door.Value.PostAsync(context));
        routes.MapPost(Messages, post.ServeAsync).WithMetadata(Replies.BodyLimit);
    }
}
