package io.busport.cli;

public final class Busport {
    public static void main(String[] args) {
        System.out.println("hi");
    }
}
