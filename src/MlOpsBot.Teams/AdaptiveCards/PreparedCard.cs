using System.Buffers;
using System.Text.Json;
using MlOpsBot.Chat.Writing;

namespace MlOpsBot.Teams.AdaptiveCards;

/// <summary>A card that is written once and sent many times.</summary>
/// <param name="Template">The card as JSON.</param>
/// <param name="Delivery">The id that the buttons of this message carry; <see cref="DeliveryTemplate.Fits"/>.</param>
internal sealed record PreparedCard(DeliveryTemplate Template, string Delivery)
{
    /// <summary>Writes the card as an object.</summary>
    public void WriteTo(Utf8JsonWriter writer) => Template.WriteTo(writer, Delivery);

    /// <summary>What a card is, with places for its delivery.</summary>
    /// <param name="card">A card whose buttons carry <see cref="DeliveryTemplate.Hole"/> as delivery.</param>
    public static DeliveryTemplate Prepare(AdaptiveCard card)
    {
        var buffer = new ArrayBufferWriter<byte>(8_192);
        using (var writer = new Utf8JsonWriter(buffer, CardJson.Options))
        {
            CardJson.Write(writer, card);
        }

        return new DeliveryTemplate(buffer.WrittenSpan);
    }
}
