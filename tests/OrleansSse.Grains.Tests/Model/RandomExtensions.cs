namespace OrleansSse.Grains.Tests.Model;

internal static class RandomExtensions
{
    public static T Pick<T>(this Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];
}
