using MlOpsBot.Chat.Calling;
using MlOpsBot.Storage.Deliveries;

namespace MlOpsBot.Chat.Conversing;

/// <summary>Carries one message to its platform, and looks for it there as far as the platform lets it. Expected failures are values.</summary>
public interface ICarrier
{
    /// <summary>Posts the message.</summary>
    /// <param name="delivery">The delivery's id, to travel with the message where the platform takes it along.</param>
    /// <param name="cancellation">Gives up; it may have been posted.</param>
    /// <returns>The platform's name for the message; empty where it tells none.</returns>
    Task<CallResult<string>> PostAsync(string delivery, CancellationToken cancellation);

    /// <summary>Whether the platform can tell afterwards if a delivery is there, so that a doubt can be resolved.</summary>
    bool CanFind(Delivery delivery);

    /// <summary>Looks for a delivery: the platform's name for the message, or null if it is not there by now.</summary>
    /// <param name="delivery">One that <see cref="CanFind"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<CallResult<string?>> FindAsync(Delivery delivery, CancellationToken cancellation);
}
