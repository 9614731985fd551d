using FsCheck;
using FsCheck.Fluent;

namespace MlOpsBot.Search.Tests;

/// <summary>What holds for every text.</summary>
public sealed class TextProperties
{
    [Fact]
    public void Two_texts_on_two_lines_have_the_words_of_both() =>
        Prop.ForAll<string, string>((first, second) =>
            Words($"{first}\n{second}").SequenceEqual([.. Words(first), .. Words(second)])).QuickCheckThrowOnFailure();

    [Fact]
    public void Capitals_change_no_word_of_ascii_text() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            var ascii = string.Concat(text.Get.Where(char.IsAscii));
            return Words(ascii.ToUpperInvariant()).SequenceEqual(Words(ascii.ToLowerInvariant()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_word_stands_where_its_token_says() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            var tokens = Analyze(text.Get);
            var again = new TokenBuffer(4);
            return Enumerable.Range(0, tokens.Count).All(i =>
            {
                Analyzer.Analyze(text.Get.AsSpan(tokens.Source(i)), again);
                return again.Count > 0 && again.Word(0).SequenceEqual(tokens.Word(i));
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_wrong_letter_in_a_long_word_is_always_forgiven()
    {
        string[] words = ["monitoring", "governance", "engineer", "deployment", "infrastructure"];
        var dictionary = new SpellingDictionary(words.Select(word => new SpellingWord(word, 1)));
        Prop.ForAll<PositiveInt, PositiveInt, PositiveInt>((which, place, edit) =>
        {
            var word = words[which.Get % words.Length];
            var wrong = Misspell(word, place.Get % word.Length, edit.Get % 4, (char)('a' + (edit.Get / 4 % 26)));
            return dictionary.TryFind(wrong, SpellingDictionary.DistanceFor(wrong.Length), out var match)
                && dictionary.Word(match.Word) == word && match.Distance <= 1;
        }).QuickCheckThrowOnFailure();
    }

    private static string Misspell(string word, int place, int kind, char letter) => kind switch
    {
        0 => word.Insert(place, letter.ToString()),
        1 => word.Remove(place, 1),
        2 => $"{word[..place]}{letter}{word[(place + 1)..]}",
        _ => place == 0 ? word : $"{word[..(place - 1)]}{word[place]}{word[place - 1]}{word[(place + 1)..]}",
    };

    private static IEnumerable<string> Words(string? text)
    {
        var tokens = Analyze(text ?? "");
        return [.. Enumerable.Range(0, tokens.Count).Select(i => tokens.Word(i).ToString())];
    }

    private static TokenBuffer Analyze(string text)
    {
        var tokens = new TokenBuffer(1_000);
        Analyzer.Analyze(text, tokens);
        return tokens;
    }
}
